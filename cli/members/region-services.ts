/** In which Regions of a hub VPC endpoints can lead to an endpoint service of a project. */
import type { ProjectSetting } from '../../lambda/contract/environment.js';
import { type AwsRegion, atlasRegion } from '../../lambda/contract/regions.js';
import { serviceKindOf } from '../../lambda/contract/service-kind.js';
import { mayAddRegion, missingRegion } from '../../lambda/domain/linking/remote-region.js';
import type { ProjectServices } from '../links/project-services.js';

export interface RegionRow {
  /** Region of VPC endpoints of members. */
  readonly region: string;
  /** Projects with an endpoint service of this Region. */
  readonly projectIds: readonly string[];
  /** Number of projects that allow VPC endpoints of this Region. */
  readonly projects: number;
  /** What is unusual, and what to do; empty if nothing is. */
  readonly note: string;
}

/**
 * An endpoint service of Atlas is of a project and a Region, and not of an account: one list for each project says it
 * for all members. Services of Data Federation, which no project creates, are left out.
 *
 * @param projects with their services, or why they cannot be read
 */
export function regionRows(
  regions: readonly AwsRegion[],
  settings: readonly ProjectSetting[],
  projects: readonly ProjectServices[],
): RegionRow[] {
  return regions.map((region) => {
    const allowed = settings.filter((project) => project.regions?.includes(region) !== false);
    const readings = allowed.map((project) => readingOf(project, projects, region));
    const projectIds = readings.flatMap(({ projectId, kind }) => (kind === 'there' ? projectId : []));
    return { region, projectIds, projects: allowed.length, note: noteOn(region, readings) };
  });
}

interface Reading {
  readonly projectId: string;
  /**
   * `remote`: a service of another Region accepts endpoints of this one; `addable`: one will, once the automation has
   * added the Region.
   */
  readonly kind: 'there' | 'remote' | 'addable' | 'none' | 'unreadable';
}

function readingOf(
  project: ProjectSetting,
  projects: readonly ProjectServices[],
  region: AwsRegion,
): Reading {
  const { projectId } = project;
  const found = projects.find((one) => one.projectId === projectId);
  if (found === undefined || 'error' in found) return { projectId, kind: 'unreadable' };
  const services = found.services.filter((service) => serviceKindOf(service) === 'dedicated');
  if (services.some(({ regionName }) => regionName === atlasRegion(region)))
    return { projectId, kind: 'there' };
  if (services.some((service) => missingRegion(service, region) === undefined))
    return { projectId, kind: 'remote' };
  const isAddable = services.length > 0 && mayAddRegion(project, region);
  return { projectId, kind: isAddable ? 'addable' : 'none' };
}

function noteOn(region: AwsRegion, readings: readonly Reading[]): string {
  const count = (kind: Reading['kind']) => readings.filter((reading) => reading.kind === kind).length;
  const notes: string[] = [];
  if (readings.length === 0)
    return `No project allows VPC endpoints of ${region} (regions of the projects): none is linked there. Allow the Region in a project, or take it out of the members of the hub.`;
  if (count('unreadable') > 0)
    notes.push(`${count('unreadable')} of ${readings.length} projects cannot be read.`);
  if (count('there') > 0) return notes.join(' ');
  if (count('remote') > 0)
    notes.push(`${count('remote')} of them accept it as a remote Region of their endpoint services.`);
  if (count('addable') > 0)
    notes.push(`${count('addable')} of them let the automation add it to their services (remoteRegions).`);
  if (count('none') === readings.length)
    notes.push(
      `No project has an endpoint service in ${region}, or accepts the Region: VPC endpoints of members there cannot be linked. Create an endpoint service there, or add the Region to supportedRemoteRegions of a service or to remoteRegions of its project; or take the Region out of the members of the hub.`,
    );
  return notes.join(' ');
}
