/** What the registry is told of a link: when a run begins with it, and how the run ends. */
import type { LinkDescription } from '../contract/attributes.js';
import type { LinkRecord, LinkState } from '../contract/registry.js';
import type { Conclusion } from '../contract/workflow.js';
import type { LinkRun, LinkTarget } from '../contract/workflow-input.js';
import { emptyDescription } from './link-description.js';
import type { RegistryPort } from './ports.js';
import type { Verdict } from './verdict.js';

/** A run that begins with a link. */
export interface BeginningRun {
  /** Service name of the automation whose run it is. */
  readonly owner: string;
  readonly name: string;
  readonly startedAt: Date;
  readonly target: LinkTarget;
  /** Does not join a run that has the link: that one has died. */
  readonly restart?: boolean;
}

/**
 * Puts a run's name on a link, before anything is changed: from here on the link is the automation's, and whoever comes
 * next (the same event again, a tag's event, the reconciliation) joins this run instead of starting another.
 *
 * @returns the run that has the link: the given one, or one that was there first
 */
export async function claimLink(
  registry: RegistryPort,
  earlier: LinkRecord | undefined,
  run: BeginningRun,
): Promise<Pick<BeginningRun, 'name' | 'startedAt'>> {
  if (earlier?.state === 'linking' && run.restart !== true) return runOf(earlier);
  const record = beginningRecord('linking', run, earlier);
  if (earlier !== undefined) {
    await registry.put(record);
    return run;
  }
  if (await registry.create(record)) return run;
  const first = await registry.find(run.target.endpointId);
  if (first?.state === 'linking') return runOf(first);
  // Something that is no record of ours, or one that has just ended.
  await registry.put(record);
  return run;
}

/** From here on, a run that is still making the link does not overwrite what the removal writes. */
export async function claimRemoval(
  registry: RegistryPort,
  earlier: LinkRecord | undefined,
  run: BeginningRun,
): Promise<void> {
  await registry.put(beginningRecord('unlinking', run, earlier));
}

function runOf({ run, runStartedAt }: LinkRecord): Pick<BeginningRun, 'name' | 'startedAt'> {
  return { name: run, startedAt: new Date(runStartedAt) };
}

function beginningRecord(
  state: LinkState,
  { owner, name, startedAt, target }: BeginningRun,
  earlier: LinkRecord | undefined,
): LinkRecord {
  const now = startedAt.toISOString();
  return {
    version: 1,
    state,
    link: earlier?.link ?? emptyDescription(target),
    region: target.region,
    account: target.account ?? earlier?.account ?? '',
    owner,
    run: name,
    runStartedAt: now,
    firstSeenAt: earlier?.firstSeenAt ?? now,
    lastSeenAt: now,
    message: '',
    advice: '',
    warnings: earlier?.warnings ?? [],
  };
}

export interface EndedLinkRun {
  /** Service name of the automation whose run it was. */
  readonly owner: string;
  readonly name: string;
  readonly input: LinkRun;
  readonly description: LinkDescription;
  readonly verdict: Verdict;
}

/**
 * Writes how a run has ended, unless a later one has the link by now.
 *
 * @returns false when nothing was written
 */
export async function recordConclusion(
  registry: RegistryPort,
  run: EndedLinkRun,
  now: Date,
): Promise<boolean> {
  const { endpointId } = run.input.target;
  const earlier = await registry.find(endpointId);
  if (earlier !== undefined && earlier.runStartedAt > run.input.startedAt) return false;
  const state = stateAfter(run.input.goal, run.verdict.outcome);
  if (state === 'none') {
    await forgetLink(registry, endpointId);
    return true;
  }
  // Its removal has been concluded before, and nothing is left that the reconciliation would have to remove.
  if (state === 'gone' && earlier === undefined && !isListed(run.description)) return false;
  await registry.put(endRecord(state, run, earlier, now));
  return true;
}

/** As Atlas had it at the last look: with no removal begun. */
function isListed({ ConnectionStatus, DeleteRequested }: LinkDescription): boolean {
  return ConnectionStatus !== '' && !DeleteRequested;
}

/** The record goes last, so that a crash between the two leaves something to begin again from. */
export async function forgetLink(registry: RegistryPort, endpointId: string): Promise<void> {
  const stored = await registry.connectionStrings(endpointId);
  const clusters = stored.map(({ Cluster }) => Cluster);
  if (clusters.length > 0) await registry.removeConnectionStrings(endpointId, clusters);
  await registry.remove(endpointId);
}

/** A removal that failed is still to be made: the reconciliation begins it again. */
function stateAfter(goal: LinkRun['goal'], outcome: Conclusion): LinkState | 'none' {
  if (goal === 'available' || outcome === 'kept') return outcome;
  return outcome === 'gone' ? 'none' : 'unlinking';
}

/** Room in a standard parameter for all attributes, and for what Atlas says. */
const TEXT_LIMIT = 500;

function endRecord(
  state: LinkState,
  { owner, name, input, description, verdict }: EndedLinkRun,
  earlier: LinkRecord | undefined,
  now: Date,
): LinkRecord {
  return {
    version: 1,
    state,
    link: { ...description, ErrorMessage: short(description.ErrorMessage) },
    region: input.target.region,
    account: input.target.account ?? earlier?.account ?? '',
    owner,
    run: name,
    runStartedAt: input.startedAt,
    firstSeenAt: earlier?.firstSeenAt ?? input.startedAt,
    lastSeenAt: now.toISOString(),
    message: short(verdict.message),
    advice: short(verdict.advice),
    warnings: (input.warnings ?? []).map(({ code }) => code),
  };
}

function short(text: string): string {
  return text.length <= TEXT_LIMIT ? text : `${text.slice(0, TEXT_LIMIT - 1)}…`;
}
