import { LAST_LINK_RULES } from '../../lambda/contract/custom-resources.js';
import type { ValueRule } from '../../lambda/contract/value-rules.js';

/** Valid values of the prop `lastLink`. */
export const LAST_LINK: ValueRule = {
  expected: 'expected LastLink.KEEP or LastLink.REMOVE',
  accepts: (value) => LAST_LINK_RULES.some((rule) => rule === value),
};
