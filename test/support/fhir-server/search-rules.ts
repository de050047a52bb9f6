import { searchParameterType } from './r4-definitions.js';

const RESULT_PARAMETERS = ['_count', '_sort', '_offset', '_total', '_format'];
const WHOLE_DATE = /^(?:eq|ne|gt|lt|ge|le|sa|eb|ap)?\d{4}-\d{2}-\d{2}/;

/**
 * Why a real server would answer 400 to these search parameters, or `undefined`. Medplum's
 * repository would give an empty result instead, which reads as "the patient has none".
 */
export function searchFault(type: string, parameters: URLSearchParams): string | undefined {
  for (const [name, value] of parameters) {
    const [code = ''] = name.split(':');
    if (RESULT_PARAMETERS.includes(code)) continue;
    const parameterType = searchParameterType(type, code);
    if (parameterType === undefined) return `Unknown search parameter "${code}" for ${type}`;
    if (parameterType === 'date' && !WHOLE_DATE.test(value)) return `"${code}" needs a whole date`;
  }
  return undefined;
}
