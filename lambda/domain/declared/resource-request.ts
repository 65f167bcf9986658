import type { AwsRegion } from '../../contract/regions.js';
import type { LinkExecution } from '../../execution-data/workflow-input.js';

/** A request of CloudFormation, as far as a kind of resource reads it. */
export interface ResourceRequest {
  readonly requestType: 'Create' | 'Update' | 'Delete';
  readonly physicalResourceId: string;
  readonly resourceProperties: Readonly<Record<string, unknown>>;
  readonly oldResourceProperties: Readonly<Record<string, unknown>>;
}

/** What a request changes: something new, the same thing, or its end. */
export type ChangeKind = 'create' | 'update' | 'delete';

/** What an execution of a request has, whatever the request is about. */
export type RequestFrame = Pick<
  LinkExecution,
  'version' | 'goal' | 'origin' | 'startedAt' | 'deadline' | 'respondTo'
>;

export interface PlanContext {
  /** Of the stack. */
  readonly region: AwsRegion;
  readonly frameOf: (kind: ChangeKind, timeoutSeconds: number) => RequestFrame;
}
