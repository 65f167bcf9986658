/**
 * Registry of a member's links. The hub's record decides; the member has a copy of each concluded record, and the
 * connection strings, where its applications read them.
 */
import type { LinkRecord, LinkState } from '../contract/registry.js';
import { RegistryUnavailableError } from '../domain/model/errors/registry-unavailable-error.js';
import type { LogPort } from '../domain/model/ports/observability.js';
import type { RegistryPort } from '../domain/model/ports/registry.js';

/** Nobody in the member waits for the record of an execution that is running. */
const UNDER_WAY: readonly LinkState[] = ['linking', 'unlinking'];

/**
 * @param hub records of the member, in the hub
 * @param home registry in the member's own Parameter Store; nothing is decided by its records
 */
export function memberRegistry(hub: RegistryPort, home: RegistryPort, log: LogPort): RegistryPort {
  const registries = { hub, home, log };
  return {
    find: (endpointId) => hub.find(endpointId),
    list: (onUnreadable) => hub.list(onUnreadable),
    create: async (record) => {
      const isFirst = await hub.create(record);
      if (isFirst) await copy(registries, record);
      return isFirst;
    },
    put: async ({ copyMissed: _, ...record }) => {
      await hub.put(record);
      await copy(registries, record);
    },
    // The hub's record last, and only without a copy: a reconciliation continues from it.
    remove: async (endpointId) => {
      const isDone = await succeeds(log, endpointId, () => home.remove(endpointId));
      if (isDone) await hub.remove(endpointId);
    },
    connectionStrings: (endpointId) => ofMember(() => home.connectionStrings(endpointId)),
    putConnectionString: (...string) => ofMember(() => home.putConnectionString(...string)),
    removeConnectionString: (...string) => ofMember(() => home.removeConnectionString(...string)),
    removeConnectionStrings: (...strings) => ofMember(() => home.removeConnectionStrings(...strings)),
  };
}

/** @throws RegistryUnavailableError of the member, which does not count as a failure of the hub */
async function ofMember<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof RegistryUnavailableError)) throw error;
    throw new RegistryUnavailableError(`In the member account: ${error.message}`, {
      cause: error,
      isOfMember: true,
    });
  }
}

interface Registries {
  readonly hub: RegistryPort;
  readonly home: RegistryPort;
  readonly log: LogPort;
}

async function copy({ hub, home, log }: Registries, record: LinkRecord): Promise<void> {
  if (UNDER_WAY.includes(record.state)) return;
  const { endpointId } = record.link;
  if (await succeeds(log, endpointId, () => home.put(record))) return;
  // Meanwhile, another execution may have written the record.
  const found = await hub.find(endpointId);
  if (found?.execution === record.execution && found.state === record.state)
    await hub.put({ ...found, copyMissed: true });
}

/** A conclusion must not fail because a member cannot be entered: its copy decides nothing. */
async function succeeds(log: LogPort, endpointId: string, change: () => Promise<void>): Promise<boolean> {
  try {
    await change();
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn('copy of a record in a member account is not current', { endpointId, reason });
    return false;
  }
}
