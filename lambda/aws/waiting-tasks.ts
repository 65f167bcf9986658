import type { WaitingTaskPort } from '../domain/model/ports/waiting-links.js';
import type { StepFunctions } from './step-functions.js';

/** The task has timed out or was already resumed, or the token belongs to an execution that ended long ago. */
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
