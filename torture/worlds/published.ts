import { LINK_CONCLUDED, type LinkConcludedDetail } from '../../lambda/contract/published-event.js';
import type { Execution } from '../../local/aws/step-functions/executions.js';
import type { World } from '../../local/world.js';

/** Details of all published conclusions. */
export function conclusionsIn(world: World): LinkConcludedDetail[] {
  return world.published(LINK_CONCLUDED).map(({ detail }) => detail as LinkConcludedDetail);
}

/** Executions of the link workflow, without those of the reconciliation. */
export function linkExecutionsIn(world: World): Execution[] {
  return world.aws.executions.all.filter(
    ({ stateMachineArn }) => !stateMachineArn.includes('Reconciliation'),
  );
}

/** Bodies of the messages in the dead-letter queue, parsed. */
export function deadLettersIn(world: World): Record<string, unknown>[] {
  return world.aws.queues.all.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
}
