/** Inputs of executions that the automation starts: to create a link, or to remove it. */
import type { LastLinkRule } from '../../contract/custom-resources.js';
import type { PreflightWarning } from '../../contract/warnings.js';
import {
  type DeletionEvidence,
  type LinkExecution,
  type LinkTarget,
  type Origin,
  type Refusal,
  type UnlinkCause,
  WORKFLOW_VERSION,
} from '../../execution-data/workflow-input.js';

/** Data that every execution has. */
export interface ExecutionFrame {
  readonly target: LinkTarget;
  readonly origin: Origin;
  readonly startedAt: Date;
  readonly timeoutSeconds: number;
  /** Undefined: at the start of the execution. */
  readonly claimedAt?: Date | undefined;
}

export interface LinkExecutionDetails {
  readonly refusal?: Refusal | undefined;
  readonly warnings?: readonly PreflightWarning[] | undefined;
  readonly followedStrings?: LinkExecution['followedStrings'];
  readonly awaitsAcceptance?: boolean | undefined;
  /** True if the execution registers the endpoint with Atlas, once its endpoint service accepts it. */
  readonly registers?: boolean | undefined;
  /** True if the registry did not take its claim. */
  readonly isUnclaimed?: boolean | undefined;
}

/** Not a change of a stack: nothing is rolled back. */
const REGISTRATION = { kind: 'create', lastLink: 'keep', ownsEndpoint: false } as const;

export function linkExecution(
  frame: ExecutionFrame,
  {
    refusal,
    warnings = [],
    followedStrings,
    awaitsAcceptance = false,
    registers = false,
    isUnclaimed = false,
  }: LinkExecutionDetails,
): LinkExecution {
  return {
    ...framed(frame),
    goal: 'available',
    ...(refusal === undefined ? {} : { refusal }),
    ...(warnings.length === 0 ? {} : { warnings: [...warnings] }),
    ...(followedStrings === undefined ? {} : { followedStrings }),
    ...(awaitsAcceptance ? { awaitsAcceptance } : {}),
    ...(isUnclaimed ? { isUnclaimed } : {}),
    ...(registers ? { change: REGISTRATION } : {}),
  };
}

export function unlinkExecution(
  frame: ExecutionFrame,
  lastLink: LastLinkRule,
  cause: UnlinkCause,
  evidence?: DeletionEvidence,
): LinkExecution {
  return {
    ...framed(frame),
    goal: 'deleted',
    change: {
      kind: 'delete',
      lastLink,
      cause,
      ...(evidence === undefined ? {} : { evidence }),
      ownsEndpoint: false,
    },
  };
}

function framed({ target, origin, startedAt, timeoutSeconds, claimedAt }: ExecutionFrame) {
  return {
    ...(claimedAt === undefined ? {} : { claimedAt: claimedAt.toISOString() }),
    version: WORKFLOW_VERSION,
    target,
    origin,
    startedAt: startedAt.toISOString(),
    deadline: new Date(startedAt.getTime() + timeoutSeconds * 1000).toISOString(),
  } as const;
}
