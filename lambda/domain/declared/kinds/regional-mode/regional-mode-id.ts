/** The id stores the value from before the resource, for its deletion. */
export function regionalModeId(projectId: string, wasEnabled: boolean): string {
  return `${regionalModeOf(projectId)}/${wasEnabled ? 'was-on' : 'was-off'}`;
}

/** Common prefix of the ids of a project's regional mode. */
export function regionalModeOf(projectId: string): string {
  return `regional-mode/${projectId}`;
}

/** The mode before the resource was created; undefined if the id does not say. */
export function previousModeIn(physicalId: string): boolean | undefined {
  const was = /^regional-mode\/[^/]+\/was-(on|off)$/.exec(physicalId)?.[1];
  return was === undefined ? undefined : was === 'on';
}

/** Returns the properties that the id names: the project of the mode. */
export function recordedMode(physicalId: string): Readonly<Record<string, string>> | undefined {
  return physicalId.startsWith('regional-mode/') ? {} : undefined;
}
