/** What `npm start` prints, of a real run, without what differs from run to run and from machine to machine. */
import { stripVTControlCharacters } from 'node:util';
import { parseStartOptions } from '../../demo/start/options.js';
import { runStart } from '../../demo/start/run.js';

/** World time stands for time: unlimited speed prints the same lines as people see. */
export async function recordRun(): Promise<string[]> {
  const lines: string[] = [];
  const isLinked = await runStart(parseStartOptions(['--speed', '0']), (line) => void lines.push(line));
  if (!isLinked) throw new Error(`npm start did not link its endpoint. It printed:\n${lines.join('\n')}`);
  return lines.flatMap((line) => steady(line).split('\n'));
}

const ELSEWHERE = '…';

/** Sizes and real seconds depend on the machine and the day; the second half of an execution's name is a random id. */
export function steady(line: string): string {
  return stripVTControlCharacters(line)
    .replace(/\([\d, ]+ KB at start\)/, `(${ELSEWHERE} KB at start)`)
    .replace(/ in [\d.]+ s\.$/, ` in ${ELSEWHERE} s.`)
    .replace(/_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, `_${ELSEWHERE}`);
}
