/** Source of the functions' Atlas projects: the environment, or the parameters that it names. */
import { type ParameterStore, parameterStore } from '../../aws/parameter-store.js';
import { readProjectList } from '../../aws/project-list.js';
import type { ProjectList, ProjectListReference } from '../../contract/project-list.js';
import type { ClockPort } from '../../domain/model/ports/clock.js';
import type { LogPort } from '../../domain/model/ports/observability.js';
import { systemClock } from '../invocation/system-clock.js';
import {
  ConfigurationError,
  type EnvironmentValues,
  inlineProjectList,
  projectListReference,
} from './configuration.js';

export interface OpenedProjectList {
  readonly list: ProjectList;
  /**
   * Returns whether the parameters still hold the list. A list has its own parameters, which change only if a reference
   * in it, such as that to a secret of the stack, gets another value. Undefined for a list in the environment.
   */
  readonly isCurrent: (() => Promise<boolean>) | undefined;
}

/** Nothing works without the list, and its first read is at the very beginning of an invocation. */
const PATIENCE_SECONDS = 20;
const POLL_AGAIN_MILLISECONDS = 600_000;

export interface ProjectListOptions {
  readonly log: LogPort;
  readonly clock?: Pick<ClockPort, 'now'>;
  readonly client?: ParameterStore;
}

/** @throws ConfigurationError; RegistryUnavailableError if Parameter Store does not respond */
export async function openProjectList(
  environment: EnvironmentValues,
  { log, clock = systemClock, client }: ProjectListOptions,
): Promise<OpenedProjectList> {
  const reference = projectListReference(environment);
  if (reference === undefined) return { list: inlineProjectList(environment), isCurrent: undefined };
  const store = client ?? parameterStore({ milliseconds: PATIENCE_SECONDS * 1000 });
  const read = () => readOrFail(store, reference);
  const { list, texts } = await read();
  let pollAgainAt = clock.now().getTime() + POLL_AGAIN_MILLISECONDS;
  return {
    list,
    async isCurrent() {
      if (clock.now().getTime() < pollAgainAt) return true;
      pollAgainAt = clock.now().getTime() + POLL_AGAIN_MILLISECONDS;
      try {
        return sameTexts(texts, (await read()).texts);
      } catch (error) {
        // An outdated list is better than none.
        const wording = error instanceof Error ? error.message : String(error);
        log.warn('list of projects could not be read again, the previous list is used', { error: wording });
        return true;
      }
    },
  };
}

async function readOrFail(client: ParameterStore, reference: ProjectListReference) {
  const reading = await readProjectList(client, reference);
  if (reading.kind === 'list') return reading;
  throw new ConfigurationError(`${reading.problem} The stack makes these parameters: deploy it again.`);
}

function sameTexts(before: readonly string[], now: readonly string[]): boolean {
  return before.every((text, index) => text === now[index]);
}
