/**
 * Lambda's filter of JSON log lines (advanced logging controls). It applies after the function's logger, and a line
 * without a level, such as an embedded metric, counts as INFO.
 */
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
export type LambdaLogLevel = (typeof LEVELS)[number];

/** Lambda's default for a function with JSON logs. */
const DEFAULT_LEVEL: LambdaLogLevel = 'INFO';

interface LoggingConfig {
  readonly LogFormat?: string;
  readonly ApplicationLogLevel?: string;
}

/** Undefined for plain text logs, which Lambda does not filter. */
export function applicationLogLevel(config: LoggingConfig | undefined): LambdaLogLevel | undefined {
  if (config?.LogFormat !== 'JSON') return undefined;
  const { ApplicationLogLevel = DEFAULT_LEVEL } = config;
  const level = LEVELS.find((candidate) => candidate === ApplicationLogLevel);
  if (level === undefined)
    throw new Error(
      `ApplicationLogLevel: expected one of ${LEVELS.join(', ')}, received "${ApplicationLogLevel}".`,
    );
  return level;
}

/** True if a parsed line reaches CloudWatch Logs. */
export function passesLevel(
  line: Readonly<Record<string, unknown>>,
  threshold: LambdaLogLevel | undefined,
): boolean {
  if (threshold === undefined) return true;
  const level = LEVELS.find((candidate) => candidate === line.level) ?? DEFAULT_LEVEL;
  return LEVELS.indexOf(level) >= LEVELS.indexOf(threshold);
}
