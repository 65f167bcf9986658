/** Why Atlas has refused a link that it may accept later. */
export type TransientRefusal =
  /** AWS was still changing the endpoint when Atlas accepted it. */
  | 'endpoint-busy'
  /**
   * Atlas did not find the endpoint: it sees new endpoints of other Regions late. EC2 knows whether the endpoint
   * exists.
   */
  | 'endpoint-not-visible';

/** Atlas's wording is not stable, so the patterns match words that have not changed so far. */
const WORDING: readonly (readonly [RegExp, TransientRefusal])[] = [
  [/idempotent operation/i, 'endpoint-busy'],
  [/\bnot found\b|verify endpoint id|accepted regions/i, 'endpoint-not-visible'],
];

/**
 * @param errorMessage Atlas's message for a failed link
 * @returns undefined for a refusal that another attempt will not change
 */
export function transientRefusalOf(errorMessage: string): TransientRefusal | undefined {
  return WORDING.find(([wording]) => wording.test(errorMessage))?.[1];
}
