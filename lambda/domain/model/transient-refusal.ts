/** Why Atlas has refused a link that it may well take later. */
export type TransientRefusal =
  /** AWS was still changing the endpoint when Atlas accepted it. */
  | 'endpoint-busy'
  /** Atlas did not find the endpoint: across Regions it sees a new one late. EC2 knows whether there is one. */
  | 'endpoint-not-visible';

/** Atlas's wording is not stable, so the classes hang on the words that have lasted. */
const WORDING: readonly (readonly [RegExp, TransientRefusal])[] = [
  [/idempotent operation/i, 'endpoint-busy'],
  [/\bnot found\b|verify endpoint id|accepted regions/i, 'endpoint-not-visible'],
];

/**
 * @param errorMessage Atlas's message on a failed link
 * @returns undefined for a refusal that trying again will not change
 */
export function transientRefusalOf(errorMessage: string): TransientRefusal | undefined {
  return WORDING.find(([wording]) => wording.test(errorMessage))?.[1];
}
