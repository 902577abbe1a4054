/** Formats that our converter reads, by the name of what the command leaves. */
export const formats = [
  { name: 'pickle', files: ['model.pkl', 'model.pickle'] },
  { name: 'joblib', files: ['model.joblib'] },
  { name: 'skops', files: ['model.skops'] },
  { name: 'xgboost', files: ['model.json', 'model.ubj'] },
  { name: 'lightgbm', files: ['model.txt'] },
  { name: 'keras', files: ['model.keras', 'model.h5'] },
  { name: 'pt2', files: ['model.pt2'] },
  // A folder, written by TensorFlow.
  { name: 'savedmodel', files: ['model', 'saved_model'] },
] as const

export type Format = (typeof formats)[number]['name']

/** Every name that a model may have. */
export const modelFiles: readonly string[] = ['model.onnx', ...formats.flatMap(({ files }) => files)]

/** The format of a file or folder of that name. */
export function formatOf(name: string): Format | undefined {
  return formats.find(({ files }) => files.some((known) => known === name))?.name
}
