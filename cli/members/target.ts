/** Whom a command with `--account` asks: the hub about a member, or a member about itself. */
import { awsRegion } from '../../lambda/contract/regions.js';
import { isSamePlace } from '../../lambda/domain/model/values/place.js';
import { CommandError } from '../errors/command-error.js';
import { ExitCode } from '../errors/exit-code.js';
import { NoAutomationError } from '../errors/no-automation-error.js';
import { commandLog } from '../links/domain-ports.js';
import { type Access, ownRegion } from '../session/access.js';
import type { CommandContext, WantedPlace } from '../session/command-context.js';
import { setSdkRegion } from '../session/sdk-environment.js';
import { type HubAccess, hubOf } from './hub-access.js';
import { memberAccess } from './member-access.js';
import { type OwnMember, openOwnMember } from './own-member.js';
import { placeAtHub } from './wanted-place.js';

export interface AtHub {
  readonly kind: 'hub';
  /** Of the automation's own account and Region, or of the member's. */
  readonly access: Access;
  /** Undefined if no member is meant. */
  readonly member: HubAccess | undefined;
}

export interface AtMember {
  readonly kind: 'member';
  readonly member: OwnMember;
}

export interface TargetOptions {
  /** True for a member that the hub may never have heard. Default: false. */
  readonly mayBeUnheard?: boolean;
}

/** @throws CommandError, errors of the SDK */
export async function targetOf(
  context: CommandContext,
  { mayBeUnheard = false }: TargetOptions = {},
): Promise<AtHub | AtMember> {
  const { wanted } = context;
  const { account } = wanted;
  if (account === undefined) return { kind: 'hub', access: await context.connect(), member: undefined };
  const access = await connectIfThere(context);
  const hub = access === undefined ? undefined : hubOf(access);
  if (access === undefined || hub === undefined) return ownTarget(access, account, wanted);
  const place = await placeAtHub(hub, account, wanted, mayBeUnheard);
  if (isSamePlace(place, hub.home)) return { kind: 'hub', access, member: undefined };
  return {
    kind: 'hub',
    access: memberAccess(access, hub, place, commandLog(context.output)),
    member: hub,
  };
}

/** @returns undefined if the account and Region of the credentials have no automation */
async function connectIfThere({ connect }: CommandContext): Promise<Access | undefined> {
  try {
    return await connect();
  } catch (error) {
    if (error instanceof NoAutomationError) return undefined;
    throw error;
  }
}

/** @param access automation of the same credentials that is no hub */
async function ownTarget(
  access: Access | undefined,
  account: string,
  { region: wanted }: WantedPlace,
): Promise<AtHub | AtMember> {
  const region = wanted ?? (await ownRegion());
  if (access !== undefined && isSamePlace(access.automation.home, { account, region: awsRegion(region) }))
    return { kind: 'hub', access, member: undefined };
  setSdkRegion(region, process.env);
  const member = await openOwnMember(account, region);
  if (member !== undefined) return { kind: 'member', member };
  throw new CommandError(
    `No hub has account ${account} in ${region} as a member, as far as these credentials show: they find neither a hub, nor a member stack of this account.`,
    'Use credentials of the hub, with its Region in AWS_REGION or the profile; or credentials of the member account, with --region of its member stack.',
    ExitCode.USAGE,
  );
}
