import {
  type ClusterConnectionStrings,
  CONNECTION_STRING_KINDS,
  type ConnectionStringKind,
} from '../contract/custom-resources.js';
import {
  ADVANCED_PARAMETER_BYTES,
  CONNECTION_STRING_SUFFIXES,
  connectionStringParameterName,
  type LinkRecord,
  linkParameterName,
  RegistryPath,
} from '../contract/registry.js';
import {
  type UnreadableRecord,
  UnreadableRecordError,
} from '../domain/model/errors/unreadable-record-error.js';
import type { RegistryPort } from '../domain/model/ports/registry.js';
import { parseLinkRecord, readRecordPlace, storedText } from './link-record.js';
import { type Parameter, type ParameterStore, parameterStore } from './parameter-store.js';
import { allBelow, allDirectlyBelow, asked, unless } from './parameters.js';

/** Maximum of DeleteParameters. */
const DELETE_BATCH = 10;

/**
 * The SDK makes three attempts. The state machine retries after that, because it can wait for minutes at no cost.
 *
 * @param linksPath path of the records, default that of the own account and Region; those below a further part of the
 *   path are of members
 */
export function createRegistry(client: ParameterStore = parameterStore(), linksPath?: string): RegistryPort {
  const nameOf = (endpointId: string) => linkParameterName(endpointId, linksPath);
  const put = (name: string, value: string, overwrite: boolean) =>
    // Becomes an advanced parameter, which costs money, only if the value needs its 8 KB or the Region's limit of
    // standard parameters is reached.
    client.call('PutParameter', {
      Name: name,
      Value: value,
      Type: 'String',
      Tier: 'Intelligent-Tiering',
      Overwrite: overwrite,
    });
  return {
    find: async (endpointId) => {
      const name = nameOf(endpointId);
      const value = await asked(() => readValue(client, name));
      if (value === undefined) return undefined;
      const [record] = readRecord(nameOf, { Name: name, Value: value }, (unreadable) => {
        throw new UnreadableRecordError(unreadable);
      });
      return record;
    },
    create: (record) =>
      asked(async () => {
        const name = nameOf(record.link.endpointId);
        return unless('ParameterAlreadyExists', async () => {
          await put(name, storedText(record), false);
          return true;
        });
      }).then((created) => created ?? false),
    put: (record) =>
      asked(async () => {
        await put(nameOf(record.link.endpointId), storedText(record), true);
      }),
    remove: (endpointId) =>
      asked(async () => {
        const Name = nameOf(endpointId);
        await unless('ParameterNotFound', () => client.call('DeleteParameter', { Name }));
      }),
    list: (onUnreadable) =>
      asked(async () => {
        const parameters = await allDirectlyBelow(client, linksPath ?? RegistryPath.LINKS);
        return parameters.flatMap((parameter) => readRecord(nameOf, parameter, onUnreadable));
      }),
    connectionStrings: (endpointId) =>
      asked(async () =>
        byCluster(await allBelow(client, `${RegistryPath.CONNECTION_STRINGS}/${endpointId}`)),
      ),
    putConnectionString: (endpointId, cluster, kind, value) =>
      asked(async () => {
        if (Buffer.byteLength(value) > ADVANCED_PARAMETER_BYTES) return '';
        const name = connectionStringParameterName(endpointId, cluster, kind);
        await put(name, value, true);
        return name;
      }),
    removeConnectionString: (endpointId, cluster, kind) =>
      asked(async () => {
        const Name = connectionStringParameterName(endpointId, cluster, kind);
        await unless('ParameterNotFound', () => client.call('DeleteParameter', { Name }));
      }),
    removeConnectionStrings: (endpointId, clusters) =>
      asked(async () => {
        const names = clusters.flatMap((cluster) =>
          CONNECTION_STRING_KINDS.map((kind) => connectionStringParameterName(endpointId, cluster, kind)),
        );
        for (let from = 0; from < names.length; from += DELETE_BATCH)
          await client.call('DeleteParameters', { Names: names.slice(from, from + DELETE_BATCH) });
      }),
  };
}

async function readValue(client: ParameterStore, name: string): Promise<string | undefined> {
  const response = await unless('ParameterNotFound', () => client.call('GetParameter', { Name: name }));
  // A parameter without a value counts as unreadable, not as absent.
  return response === undefined ? undefined : (response.Parameter?.Value ?? '');
}

/** Refuses a record stored under the name of another endpoint, because it would count as that endpoint's record. */
function readRecord(
  nameOf: (endpointId: string) => string,
  { Name = '', Value = '' }: Parameter,
  onUnreadable: ((record: UnreadableRecord) => void) | undefined,
): LinkRecord[] {
  const record = parseLinkRecord(Value);
  if (record !== undefined && Name === nameOf(record.link.endpointId)) return [record];
  onUnreadable?.({ endpointId: Name.split('/').at(-1) ?? '', ...readRecordPlace(Value) });
  return [];
}

const KIND_BY_SUFFIX = new Map<string, ConnectionStringKind>(
  CONNECTION_STRING_KINDS.map((kind) => [CONNECTION_STRING_SUFFIXES[kind], kind]),
);

/** Names end in `<cluster>/<kind>`. */
function byCluster(parameters: readonly Parameter[]): ClusterConnectionStrings[] {
  const found = new Map<string, ClusterConnectionStrings>();
  for (const { Name = '', Value = '' } of parameters) {
    const [suffix = '', cluster = ''] = Name.split('/').reverse();
    const kind = KIND_BY_SUFFIX.get(suffix);
    if (kind === undefined) continue;
    const before = found.get(cluster) ?? { cluster, srv: '', standard: '', srvShardOptimized: '' };
    found.set(cluster, { ...before, [kind]: Value });
  }
  return [...found.values()];
}
