import type { AwsRegion } from '../../contract/regions.js';
import type { OriginKind } from '../../execution-data/workflow-input.js';

/** Why a VPC endpoint is checked: an event about it, a reconciliation, a command. The truth is what EC2 describes. */
export interface Trigger {
  readonly endpointId: string;
  readonly account: string;
  readonly region: AwsRegion;
  readonly origin: OriginKind;
  /** Of the event, reconciliation or command: the same in every delivery, and part of the execution's name. */
  readonly eventId: string;
  readonly eventTime: Date;
  /** The execution that has the link has died, or the registry is wrong: another execution is started. */
  readonly restart?: boolean;
  /** That the endpoint was refused has been reported: the same refusal again is no news, and changes nothing. */
  readonly isKnownRefusal?: boolean;
}
