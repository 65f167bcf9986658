/** A process of its own that plays what it is sent, one sequence after the other. */
import { playTask, type Task } from './play-task.js';

process.on('message', (task: Task) => {
  void playTask(task).then((finalOutcome) => process.send?.(finalOutcome));
});
// Whoever has started it is gone.
process.on('disconnect', () => process.exit());
