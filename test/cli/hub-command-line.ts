import { HUB_ROLE_TAG } from '../../lambda/contract/members.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import { STACK } from '../../local/world.js';
import { type CommandResult, runCommand } from './command-line.js';

/** Access key of somebody with a role of the hub's account that members trust. */
const TRUSTED = 'TRUSTEDBYMEMBERS';

/** The command line in an organization, as people of several accounts run it. */
export interface HubCommandLine {
  /** With a role of the hub's account that has the tag of the hub. */
  trusted(...args: string[]): Promise<CommandResult>;
  /** As an administrator of the hub's account, whom no member trusts. */
  administrator(...args: string[]): Promise<CommandResult>;
  /** With an access key of the hub's account. */
  as(accessKeyId: string, ...args: string[]): Promise<CommandResult>;
  /** As an administrator of another account. */
  memberOf(account: string, region: string, ...args: string[]): Promise<CommandResult>;
}

/** @param program file of the command line. Default: that of this release */
export function hubCommandLine(world: OrganizationWorld, program?: string): HubCommandLine {
  const { aws } = world.home;
  aws.addPerson(TRUSTED, [{ Effect: 'Allow', Action: '*', Resource: '*' }]);
  const arn = `arn:aws:iam::${STACK.account}:role/${TRUSTED}`;
  world.cloud
    .account(STACK.account)
    .roles.put({ arn, trust: [], tags: new Map([[HUB_ROLE_TAG, 'default']]) });
  const hub = world.environmentOf(STACK.account);
  return {
    trusted: (...args) => runCommand(args, { ...hub, AWS_ACCESS_KEY_ID: TRUSTED }, program),
    administrator: (...args) => runCommand(args, hub, program),
    as: (accessKeyId, ...args) => runCommand(args, { ...hub, AWS_ACCESS_KEY_ID: accessKeyId }, program),
    memberOf: (account, region, ...args) => runCommand(args, world.environmentOf(account, region), program),
  };
}
