/** Parts of scikit-learn models, as the converter names them, whose conversion is known to differ; the surest first. */
const causes: readonly { readonly when: readonly RegExp[]; readonly words: string }[] = [
  {
    when: [/^categorical-features$/],
    words:
      'Likely cause: columns that the trees take as categories. The converter writes their splits as thresholds. Encode them before (OneHotEncoder, OrdinalEncoder), and leave categorical_features out.',
  },
  {
    when: [/^learned-missing-text$/],
    words:
      "Likely cause: the model has learned missing text as None or NaN, and ONNX knows only ''. Fill it before training: frame[column].fillna('').",
  },
  {
    when: [/^OneVsRestClassifier$/, /SVC$|^SGD|^Perceptron$|^RidgeClassifier$/],
    words:
      'Likely cause: OneVsRestClassifier around a model without probabilities, whose scores the converter reads as some. Use MultiOutputClassifier, or a model with predict_proba.',
  },
  {
    when: [/^isotonic$/],
    words: "Likely cause: isotonic calibration, whose steps are computed in float32. Use method='sigmoid'.",
  },
  {
    when: [/^Stacking/],
    words:
      'Likely cause: stacking, which the converter wires otherwise. Leave one of its models, or convert it in train.py.',
  },
  {
    when: [
      /Scaler$|^PowerTransformer$|^QuantileTransformer$|^PolynomialFeatures$/,
      /Forest|Trees|Tree|Boosting|^XGB|^LGBM/,
    ],
    words:
      'Likely cause: scaling before trees. ONNX computes it in float32, and a value beside a split falls on the other side. Trees need no scaling: leave it out.',
  },
  {
    when: [/Forest|Trees|Tree|Boosting|^XGB|^LGBM|^LightGBM$/],
    words:
      'Likely cause: a missing value, or a value beside a split of a tree that float32 rounds to the other side. Impute what is missing, and round the columns or learn from float32.',
  },
]

/** The likely cause of a difference, in words, from what the model is made of. */
export function likelyCause(traits: readonly string[]): string {
  const known = causes.find(({ when }) => when.every((pattern) => traits.some((trait) => pattern.test(trait))))
  return (
    known?.words ??
    'The converter writes something else than the original computes. Convert it in train.py, and leave model.onnx.'
  )
}
