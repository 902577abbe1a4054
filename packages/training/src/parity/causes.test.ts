import { expect, test } from '@jest/globals'
import { likelyCause } from './causes.ts'

test.each([
  [['HistGradientBoostingClassifier', 'StandardScaler', 'categorical-features'], 'leave categorical_features out'],
  [['RandomForestClassifier', 'StandardScaler'], 'Trees need no scaling'],
  [['CalibratedClassifierCV', 'RandomForestClassifier', 'isotonic'], "method='sigmoid'"],
  [['StackingClassifier', 'LogisticRegression', 'StandardScaler'], 'stacking'],
  [['OneHotEncoder', 'LogisticRegression', 'learned-missing-text'], "fillna('')"],
  [['XGBoost'], 'a missing value, or a value'],
  [['LogisticRegression', 'StandardScaler'], 'leave model.onnx'],
])('%j: %s', (traits, words) => expect(likelyCause(traits)).toContain(words))
