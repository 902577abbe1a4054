/** The page's own style sheet: light and dark, readable on a phone, nothing fetched. */
export const style = `
:root { color-scheme: light dark; --ink: #1c1e26; --soft: #667085; --line: #e4e7ec; --paper: #ffffff; --card: #f8f9fb;
  --pass: #067647; --pass-bg: #dcfae6; --fail: #b42318; --fail-bg: #fee4e2; --open: #93370d; --open-bg: #fef0c7; --accent: #5b4bdb }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ee; --soft: #98a2b3; --line: #2c3140; --paper: #14161c; --card: #1b1e27;
  --pass: #75e0a7; --pass-bg: #053321; --fail: #fda29b; --fail-bg: #4a130d; --open: #fec84b; --open-bg: #4e1d09; --accent: #a89dff } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 4rem }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; letter-spacing: -.01em }
h3 { font-size: .95rem; margin: 1.2rem 0 0 }
h2 { font-size: 1.1rem; margin: 0; display: flex; gap: .6rem; align-items: center; flex-wrap: wrap }
p { margin: .4rem 0 }
.soft, figcaption, dt, th { color: var(--soft) }
section { margin-top: 1.25rem; padding: 1.1rem 1.25rem; border: 1px solid var(--line); border-radius: 10px; background: var(--card) }
.stages { list-style: none; margin: 1.25rem 0 0; padding: 0; border: 1px solid var(--line); border-radius: 10px; overflow: hidden }
.stages li { display: grid; grid-template-columns: 8.5rem 7rem 1fr; gap: .5rem; padding: .5rem 1rem; border-top: 1px solid var(--line) }
.stages li:first-child { border-top: 0 }
.stages a { color: inherit; font-weight: 600; text-decoration: none }
.stages a:hover { text-decoration: underline }
.badge { font-size: .78rem; font-weight: 600; padding: .1rem .55rem; border-radius: 99px; justify-self: start; align-self: start; white-space: nowrap }
.badge.pass, .badge.stable { color: var(--pass); background: var(--pass-bg) }
.badge.fail, .badge.critical { color: var(--fail); background: var(--fail-bg) }
.badge.inconclusive, .badge.drift, .badge.warning { color: var(--open); background: var(--open-bg) }
.badge.info { color: var(--soft); background: var(--line) }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: .6rem 1.5rem; margin: .9rem 0 }
dt { font-size: .8rem } dd { margin: 0; overflow-wrap: anywhere }
.wide { overflow-x: auto; margin: .8rem 0 }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th { font-size: .8rem; font-weight: 500 } th, td { padding: .32rem .75rem .32rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
tr:last-child td { border-bottom: 0 } .t { text-align: left } .n { text-align: right; white-space: nowrap }
.checks { list-style: none; margin: .8rem 0; padding: 0 } .checks li > div { min-width: 0; overflow-wrap: anywhere }
.checks li { display: grid; grid-template-columns: 5rem 3fr 2fr; gap: .25rem 1rem; padding: .5rem 0; border-top: 1px solid var(--line) }
.checks .badge { align-self: start }
code { font: .86em ui-monospace, SFMono-Regular, Menlo, monospace }
figure { margin: 1rem 0; overflow-x: auto } section svg { max-width: 100%; height: auto; display: block } figcaption { font-size: .85rem }
.columns { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1rem 1.25rem; margin: .8rem 0 }
.columns figure { margin: 0; min-width: 0; overflow: hidden } .columns strong { overflow-wrap: anywhere } .failing { color: var(--fail) }
.bars .held { fill: #8f83e8 } .bars .fails { fill: var(--fail) } .bars text { fill: var(--soft); font-size: 10px } .bars path { stroke: var(--line) }
.plot text { fill: var(--soft); font-size: 10px } .plot path { fill: none; stroke-width: 2 } .plot .grid { stroke: var(--line); stroke-width: 1 }
.plot .guide { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 3 } .plot path.candidate { stroke: var(--accent) }
.plot path.champion { stroke: var(--open); stroke-dasharray: 6 4 } .plot circle.candidate { fill: var(--accent) } .plot circle.champion { fill: var(--open) }
.plot path.band { stroke: none; opacity: .18 } .plot path.band.candidate { fill: var(--accent) } .plot path.band.champion { fill: var(--open) }
.plot.key { display: inline; vertical-align: middle }
details { margin: .6rem 0 } summary { cursor: pointer; color: var(--soft) }
@media (max-width: 40rem) { .stages li { grid-template-columns: 1fr auto } .stages li > :last-child { grid-column: 1 / -1 }
  .checks li { grid-template-columns: 1fr } figure > svg[width="860"] { max-width: none; min-width: 40rem } }
`
