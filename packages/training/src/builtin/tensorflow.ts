/** The parts of TensorFlow.js that training needs. */
export interface TensorFlow {
  readonly core: typeof import('@tensorflow/tfjs-core')
  readonly layers: typeof import('@tensorflow/tfjs-layers')
}

/** Loads TensorFlow.js on its CPU backend: slow, but the same bytes on every machine. */
export async function loadTensorFlow(): Promise<TensorFlow> {
  const core = await import('@tensorflow/tfjs-core')
  const layers = await import('@tensorflow/tfjs-layers')
  await import('@tensorflow/tfjs-backend-cpu')
  core.env().set('IS_TEST', true)
  await core.setBackend('cpu')
  await core.ready()
  return { core, layers }
}
