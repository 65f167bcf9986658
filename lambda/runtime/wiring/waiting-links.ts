/** Dependencies of waiting links, if the stack has a table for them. */
import { createConnectionNotifications } from '../../aws/connection-notifications.js';
import { patientDynamoDb } from '../../aws/dynamodb.js';
import { lazyEc2 } from '../../aws/lazy-ec2.js';
import type { RetryPatience } from '../../aws/patient-retries.js';
import { createReconciliationLease } from '../../aws/reconciliation-lease.js';
import { SHORT_RESPONSE } from '../../aws/response-patience.js';
import { stepFunctions } from '../../aws/step-functions.js';
import { createWaitingEndpoints } from '../../aws/waiting-endpoints.js';
import { createWaitingLinks } from '../../aws/waiting-links.js';
import { createWaitingTasks } from '../../aws/waiting-tasks.js';
import type { EnvironmentValues } from '../configuration/configuration.js';
import { readWaitingConfiguration } from '../configuration/configuration.js';

/** Nothing depends on it: a task that cannot be resumed now finds the change at its next poll. */
const WAITING_PATIENCE_SECONDS = 3;

export function wireWaiting(environment: EnvironmentValues, patienceOf: (seconds: number) => RetryPatience) {
  const { tableName, topicArn } = readWaitingConfiguration(environment);
  if (tableName === undefined) return {};
  const patience = patienceOf(WAITING_PATIENCE_SECONDS);
  const hasty = lazyEc2({ milliseconds: 0 }, undefined, SHORT_RESPONSE);
  return {
    waitingLinks: createWaitingLinks(tableName, patientDynamoDb(patience)),
    waitingTasks: createWaitingTasks(stepFunctions(patience)),
    waitingEndpoints: createWaitingEndpoints(hasty),
    ...(topicArn === undefined ? {} : { notifications: createConnectionNotifications(topicArn, hasty) }),
  };
}

/** Without it, two passes may work at once: each change is safe then, but may be reported twice. */
export function wireLease(environment: EnvironmentValues, patienceOf: (seconds: number) => RetryPatience) {
  const { tableName } = readWaitingConfiguration(environment);
  if (tableName === undefined) return {};
  return {
    lease: createReconciliationLease(tableName, patientDynamoDb(patienceOf(WAITING_PATIENCE_SECONDS))),
  };
}
