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
    // A missed copy stays noted until it is written: the function may die in between.
    put: async (record) => {
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
  const { copyMissed: wasMissed, ...copied } = record;
  const isWritten = await succeeds(log, record.link.endpointId, () => home.put(copied));
  if (isWritten === (wasMissed !== true)) return;
  await note(hub, record, isWritten ? undefined : true);
}

/**
 * Notes in the hub's record whether its copy was missed. The record is read again, and is left alone if another execution
 * has written it since.
 */
async function note(
  hub: RegistryPort,
  { link, execution, state }: LinkRecord,
  missed: true | undefined,
): Promise<void> {
  const found = await hub.find(link.endpointId);
  if (found?.execution !== execution || found.state !== state) return;
  const { copyMissed: _, ...record } = found;
  await hub.put(missed ? { ...record, copyMissed: true } : record);
}

/** A conclusion must not fail because the role of a member cannot be assumed: its copy decides nothing. */
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
