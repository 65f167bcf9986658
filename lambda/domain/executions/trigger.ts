import type { AwsRegion } from '../../contract/regions.js';
import type { OriginKind } from '../../execution-data/workflow-input.js';

/** Why a VPC endpoint is checked: an event about it, a reconciliation or a command. Only EC2's description decides. */
export interface Trigger {
  readonly endpointId: string;
  readonly account: string;
  readonly region: AwsRegion;
  readonly origin: OriginKind;
  /** Id of the event, reconciliation or command: the same in every delivery, and part of the execution's name. */
  readonly eventId: string;
  readonly eventTime: Date;
  /** True if the execution that has the link has failed, or the registry is wrong: another execution is started. */
  readonly restart?: boolean;
  /** True if the endpoint's refusal has been reported: the same refusal is not reported again and changes nothing. */
  readonly isKnownRefusal?: boolean;
}
