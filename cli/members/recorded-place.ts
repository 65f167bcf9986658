/** In which account and Region a hub has an endpoint, according to its own records. */
import { allBelow } from '../../lambda/aws/parameters.js';
import { awsRegion } from '../../lambda/contract/regions.js';
import { linkParameterName, memberLinksPath, RegistryPath } from '../../lambda/contract/registry.js';
import { memberPlaces } from '../../lambda/domain/members/served-places.js';
import { unlessUnreadable } from '../../lambda/domain/model/errors/unreadable-record-error.js';
import { describePlace, isSamePlace, type Place } from '../../lambda/domain/model/values/place.js';
import { CommandError } from '../errors/command-error.js';
import { ExitCode } from '../errors/exit-code.js';
import type { Access } from '../session/access.js';
import type { HubAccess } from './hub-access.js';

/**
 * Neither EC2 nor a record of the account and Region has an endpoint of another one, but Atlas lists its link, and a
 * command would take it for a link of nobody. Ids of VPC endpoints are unique, so a record elsewhere says where it is.
 * An endpoint without any record is left to the command.
 *
 * @param access of the account and Region that the user means
 * @throws CommandError if the registry has the endpoint elsewhere; RegistryUnavailableError, errors of the SDK
 */
export async function requireRecordedHere(access: Access, hub: HubAccess, endpointId: string): Promise<void> {
  if (await isHere(access, endpointId)) return;
  const there = await recordedElsewhere(access, endpointId);
  if (there === undefined) return;
  const { account, region } = access.automation;
  throw new CommandError(
    `Nothing was done: ${endpointId} is not an endpoint of ${describePlace({ account, region })}, the registry has it in ${describePlace(there)}.`,
    await adviceAbout(hub, there, endpointId),
    ExitCode.USAGE,
  );
}

/** A role that cannot be assumed says nothing about the endpoint; the command meets the same error. */
async function isHere({ registry, endpoints }: Access, endpointId: string): Promise<boolean> {
  const isRecorded = await unlessUnreadable(
    async () => (await registry.find(endpointId)) !== undefined,
    () => true,
  );
  return isRecorded || (await endpoints.describe(endpointId).catch(() => undefined)) !== undefined;
}

/** The names of the parameters have the place: a record that cannot be read counts as well. */
async function recordedElsewhere(
  { parameters, automation }: Access,
  endpointId: string,
): Promise<Place | undefined> {
  const found = await allBelow(parameters, RegistryPath.LINKS);
  for (const { Name = '' } of found) {
    const [id, region = '', account = ''] = Name.split('/').reverse();
    if (id !== endpointId) continue;
    if (Name === linkParameterName(endpointId)) return automation.home;
    const place = { account, region: awsRegion(region) };
    if (Name === linkParameterName(endpointId, memberLinksPath(place))) return place;
  }
  return undefined;
}

async function adviceAbout(
  { setting, home, listHeardMembers }: HubAccess,
  there: Place,
  endpointId: string,
): Promise<string> {
  const members = memberPlaces(setting, home, await listHeardMembers());
  const { account, region } = there;
  if (isSamePlace(there, home) || members.some(({ place }) => isSamePlace(place, there)))
    return `Run the command with --account ${account} --region ${region}.`;
  return `${describePlace(there)} is no member of this hub: deploy its member stack again; or remove the link in Atlas, and then delete parameter ${linkParameterName(endpointId, memberLinksPath(there))} of the hub.`;
}
