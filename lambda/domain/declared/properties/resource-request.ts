import type { AwsRegion } from '../../../contract/regions.js';
import type { LinkExecution } from '../../../execution-data/workflow-input.js';

/** The part of a CloudFormation request that a kind of resource reads. */
export interface ResourceRequest {
  readonly requestType: 'Create' | 'Update' | 'Delete';
  readonly physicalResourceId: string;
  readonly resourceProperties: Readonly<Record<string, unknown>>;
  readonly oldResourceProperties: Readonly<Record<string, unknown>>;
}

/** What a request does: create a thing, update the same thing, or delete it. */
export type ChangeKind = 'create' | 'update' | 'delete';

/** Data that every execution of a request has, whatever the request is about. */
export type RequestFrame = Pick<
  LinkExecution,
  'version' | 'goal' | 'origin' | 'startedAt' | 'deadline' | 'respondTo'
>;

export interface PlanContext {
  /** Region of the stack. */
  readonly region: AwsRegion;
  readonly frameOf: (kind: ChangeKind, timeoutSeconds: number) => RequestFrame;
}
