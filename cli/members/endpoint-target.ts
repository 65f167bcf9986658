/** Whom a command about one endpoint asks: the hub or a member, and only about an endpoint of that account and Region. */
import { CommandError } from '../errors/command-error.js';
import { ExitCode } from '../errors/exit-code.js';
import type { Access } from '../session/access.js';
import type { CommandContext } from '../session/command-context.js';
import { hubOf } from './hub-access.js';
import { requireRecordedHere } from './recorded-place.js';
import { type AtHub, type AtMember, type TargetOptions, targetOf } from './target.js';

/** @throws CommandError, also for an endpoint that the hub has elsewhere; errors of the SDK */
export async function targetOfEndpoint(
  context: CommandContext,
  endpointId: string,
  options: TargetOptions = {},
): Promise<AtHub | AtMember> {
  const target = await targetOf(context, options);
  if (target.kind === 'member') return target;
  const hub = target.member ?? hubOf(target.access);
  if (hub !== undefined) await requireRecordedHere(target.access, hub, endpointId);
  return target;
}

/** Commands that change something change it by the rules and records of the hub. */
export async function accessToChange(context: CommandContext, endpointId: string): Promise<Access> {
  const target = await targetOfEndpoint(context, endpointId);
  if (target.kind === 'hub') return target.access;
  const { hubAccount, hubRegion } = target.member.description;
  throw new CommandError(
    `Account ${target.member.place.account} is a member: its links are changed by its hub, in account ${hubAccount} ${hubRegion}.`,
    `Run the command with credentials of the hub: --profile of account ${hubAccount}, with AWS_REGION=${hubRegion} and the same --account and --region.`,
    ExitCode.USAGE,
  );
}
