import type { WaitingTaskPort } from '../domain/model/ports/waiting-links.js';
import type { StepFunctions } from './step-functions.js';

/** The task has timed out or was already resumed, or the token belongs to an execution that ended long ago. */
const NOT_WAITING_ERRORS = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'];

export function createWaitingTasks(client: StepFunctions): WaitingTaskPort {
  return {
    async resume(taskToken, output) {
      try {
        await client.call('SendTaskSuccess', { taskToken, output });
        return true;
      } catch (error) {
        if (error instanceof Error && NOT_WAITING_ERRORS.includes(error.name)) return false;
        throw error;
      }
    },
  };
}
