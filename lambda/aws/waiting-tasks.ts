import type { WaitingTaskPort } from '../domain/model/ports/waiting-links.js';
import type { StepFunctions } from './step-functions.js';

/** A task that has timed out meanwhile, or was told before; and a token of an execution that is long gone. */
const WAITS_NO_LONGER = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'];

export function createWaitingTasks(client: StepFunctions): WaitingTaskPort {
  return {
    async tell(taskToken, output) {
      try {
        await client.call('SendTaskSuccess', { taskToken, output });
        return true;
      } catch (error) {
        if (error instanceof Error && WAITS_NO_LONGER.includes(error.name)) return false;
        throw error;
      }
    },
  };
}
