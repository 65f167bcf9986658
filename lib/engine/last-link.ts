import type { LastLinkRule } from '../../lambda/contract/custom-resources.js';

/**
 * What removing a link does when it is the last one of its endpoint service. Atlas then removes the service as well; a
 * new one has a new name, and every VPC endpoint and stack that holds the old name breaks. For Azure and Google Cloud
 * Atlas documents the same; nobody has recorded it, and the rule is applied to them as well.
 */
export enum LastLink {
  /** The link stays in Atlas, and with it the service. */
  KEEP = 'keep',
  /** Both are removed. */
  REMOVE = 'remove',
}

/** The compiler holds the enum to what the functions know. */
export function ruleOf(lastLink: LastLink): LastLinkRule {
  return lastLink;
}
