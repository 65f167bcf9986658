/** Records the output of `npm start`, without what differs between runs or machines. */
import { stripVTControlCharacters } from 'node:util';
import { parseStartOptions } from '../../demo/start/options.js';
import { runStart } from '../../demo/start/run.js';

/** Runs at unlimited speed, which prints the same lines, because all times are world time. */
export async function recordRun(): Promise<string[]> {
  const lines: string[] = [];
  const isLinked = await runStart(parseStartOptions(['--speed', '0']), (line) => void lines.push(line));
  if (!isLinked) throw new Error(`npm start did not link its endpoint. It printed:\n${lines.join('\n')}`);
  return lines.flatMap((line) => steady(line).split('\n'));
}

const ELSEWHERE = '…';

/** Replaces what is not constant: sizes, real seconds, and the random second half of an execution's name. */
export function steady(line: string): string {
  return stripVTControlCharacters(line)
    .replace(/\([\d, ]+ KB at start\)/, `(${ELSEWHERE} KB at start)`)
    .replace(/ in [\d.]+ s\.$/, ` in ${ELSEWHERE} s.`)
    .replace(/_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, `_${ELSEWHERE}`);
}
