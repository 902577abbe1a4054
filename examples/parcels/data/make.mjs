// Makes parcels.csv: parcels that nobody sent. usage: node data/make.mjs > data/parcels.csv
let state = 20261126
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}
const pick = (values) => values[Math.floor(random() * values.length)]

console.log('parcel,distance_km,weight_kg,weekday,region,value,late')
for (let parcel = 1; parcel <= 1500; parcel += 1) {
  const [distance, weight] = [Math.round(20 + 780 * random()), Number((0.2 + 19.8 * random() ** 2).toFixed(1))]
  const [weekday, region] = [pick(['mon', 'tue', 'wed', 'thu', 'fri']), pick(['north', 'south', 'coast'])]
  const slow = distance / 170 + weight / 9 + (weekday === 'fri' ? 1.5 : 0) + (region === 'coast' ? 1 : 0)
  const late = 1 / (1 + Math.exp(-2.5 * (slow - 4.6))) > random() ? 'yes' : 'no'
  console.log([parcel, distance, weight, weekday, region, (5 + 195 * random() ** 2).toFixed(2), late].join(','))
}
