/** A child process that plays the tasks it receives, one after another. */
import { playTask, type Task } from './play-task.js';

process.on('message', (task: Task) => {
  void playTask(task).then((finalOutcome) => process.send?.(finalOutcome));
});
// The parent process has ended.
process.on('disconnect', () => process.exit());
