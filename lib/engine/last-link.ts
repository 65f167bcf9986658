import type { LastLinkRule } from '../../lambda/contract/custom-resources.js';

/**
 * What happens when a link is removed that is the last one of its endpoint service. Atlas then deletes the service as
 * well; a new service has a new name, and every VPC endpoint and stack with the old name breaks. Atlas documents the
 * same for Azure and Google Cloud. Nobody has recorded it, but the rule also applies to them.
 */
export enum LastLink {
  /** The link, and with it the service, stays in Atlas. */
  KEEP = 'keep',
  /** Both are removed. */
  REMOVE = 'remove',
}

/** The compiler checks that the enum matches the values that the functions know. */
export function ruleOf(lastLink: LastLink): LastLinkRule {
  return lastLink;
}
