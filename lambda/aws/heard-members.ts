/** `<path>/<namespace>/<account>/<Region>`: JSON of when a member was heard, in the hub's Parameter Store. */
import * as v from 'valibot';
import { membersPath } from '../contract/members.js';
import { awsRegion } from '../contract/regions.js';
import type { HeardMember, HeardMembersPort } from '../domain/model/ports/members.js';
import type { Place } from '../domain/model/values/place.js';
import { jsonText } from '../json/json-text.js';
import { validate } from '../json/validate.js';
import { isoTime } from '../schemas/iso-time.js';
import { type Parameter, type ParameterStore, parameterStore } from './parameter-store.js';
import { allBelow, asked, unless } from './parameters.js';

const heardSchema = jsonText(
  v.object({
    version: v.literal(1),
    // Unknown before the first heartbeat.
    memberVersion: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    heardAt: isoTime,
  }),
);

export function createHeardMembers(
  namespace: string,
  client: ParameterStore = parameterStore(),
): HeardMembersPort {
  const path = membersPath(namespace);
  const nameOf = ({ account, region }: Place) => `${path}/${account}/${region}`;
  const put = async (
    place: Place,
    { memberVersion, heardAt }: { readonly memberVersion?: number; readonly heardAt: Date },
    isOverwriting: boolean,
  ) => {
    const value = { version: 1, memberVersion, heardAt: heardAt.toISOString() };
    await client.call('PutParameter', {
      Name: nameOf(place),
      Value: JSON.stringify(value),
      Type: 'String',
      Tier: 'Intelligent-Tiering',
      Overwrite: isOverwriting,
    });
  };
  return {
    list: () => asked(async () => (await allBelow(client, path)).flatMap(readHeard)),
    find: (place) =>
      asked(async () => {
        const Name = nameOf(place);
        const found = await unless('ParameterNotFound', () => client.call('GetParameter', { Name }));
        return found === undefined ? undefined : readHeard({ Name, Value: found.Parameter?.Value }).at(0);
      }),
    note: (place, memberVersion, heardAt) => asked(() => put(place, { memberVersion, heardAt }, true)),
    introduce: (place, heardAt) =>
      asked(async () => {
        // Parameter Store takes many more reads than writes, and nearly each member has been heard.
        const Name = nameOf(place);
        const known = await unless('ParameterNotFound', () => client.call('GetParameter', { Name }));
        if (known === undefined) await unless('ParameterAlreadyExists', () => put(place, { heardAt }, false));
      }),
    forget: (place) =>
      asked(async () => {
        await unless('ParameterNotFound', () => client.call('DeleteParameter', { Name: nameOf(place) }));
      }),
  };
}

/** A parameter that cannot be read is a member that was heard at an unknown time: its name says which. */
function readHeard({ Name = '', Value = '' }: Parameter): HeardMember[] {
  const [region = '', account = ''] = Name.split('/').reverse();
  if (!/^\d{12}$/.test(account)) return [];
  const place = { account, region: awsRegion(region) };
  const read = validate(heardSchema, Value);
  if (read.kind !== 'valid') return [{ place, memberVersion: undefined, heardAt: undefined }];
  const { memberVersion, heardAt } = read.value;
  return [{ place, memberVersion, heardAt: new Date(heardAt) }];
}
