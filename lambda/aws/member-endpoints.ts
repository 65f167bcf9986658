/** EC2 of a member: whatever fails there is a failure of the member, and never one of the hub. */
import { ItemRefusedError } from '../domain/model/errors/item-refused-error.js';
import { MemberNotEnteredError } from '../domain/model/errors/member-not-entered-error.js';
import type {
  Ec2ProbePort,
  VpcEndpointListPort,
  VpcEndpointPort,
  VpcEndpointSetPort,
} from '../domain/model/ports/ec2.js';
import { describePlace, type Place } from '../domain/model/values/place.js';

type Endpoints = VpcEndpointPort & VpcEndpointListPort & VpcEndpointSetPort & Ec2ProbePort;

/** @returns the same; it throws MemberNotEnteredError instead of errors that do not concern a single endpoint */
export function memberEndpoints(place: Place, endpoints: Endpoints): Endpoints {
  return {
    describe: (endpointId) => ofMember(place, () => endpoints.describe(endpointId)),
    tag: (endpointId, tags) => ofMember(place, () => endpoints.tag(endpointId, tags)),
    listByServiceNames: (names) => ofMember(place, () => endpoints.listByServiceNames(names)),
    describeAll: (endpointIds) => ofMember(place, () => endpoints.describeAll(endpointIds)),
    probe: () => ofMember(place, () => endpoints.probe()),
  };
}

async function ofMember<T>(place: Place, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ItemRefusedError || error instanceof MemberNotEnteredError) throw error;
    const wording = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new MemberNotEnteredError(`EC2 of member ${describePlace(place)} cannot be asked (${wording}).`, {
      cause: error,
    });
  }
}
