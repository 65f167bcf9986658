import * as v from 'valibot';
import { documented, jsonObject } from './documented-response.js';

/**
 * @param wanted value of a change, which Atlas echoes
 * @throws ShapeError
 */
export function readRegionalMode(response: unknown, wanted?: boolean): boolean {
  const enabled = wanted === undefined ? v.boolean() : v.literal(wanted);
  return documented(jsonObject({ enabled }), response).enabled;
}
