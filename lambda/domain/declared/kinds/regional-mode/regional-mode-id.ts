/** Keeps what was before the resource, for its deletion. */
export function regionalModeId(projectId: string, wasEnabled: boolean): string {
  return `${regionalModeOf(projectId)}/${wasEnabled ? 'was-on' : 'was-off'}`;
}

/** What the ids of a project's regional mode begin with. */
export function regionalModeOf(projectId: string): string {
  return `regional-mode/${projectId}`;
}

/** What the mode was before the resource; undefined when the id does not say. */
export function previousModeIn(physicalId: string): boolean | undefined {
  const was = /^regional-mode\/[^/]+\/was-(on|off)$/.exec(physicalId)?.[1];
  return was === undefined ? undefined : was === 'on';
}

/** What the id names is what the properties say: the mode of a project. */
export function recordedMode(physicalId: string): Readonly<Record<string, string>> | undefined {
  return physicalId.startsWith('regional-mode/') ? {} : undefined;
}
