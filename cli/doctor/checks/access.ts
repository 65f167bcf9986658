/** Can the automation be found, and can its projects be read? */
import type { AtlasError } from '../../../lambda/domain/model/errors/atlas-error.js';
import { stackOf } from '../../automation/stack-name.js';
import { errorOf, type ProjectServices } from '../../links/project-services.js';
import { type Check, type Finding, notChecked, note, ok, wrong } from './check.js';

export const automationFound: Check = ({ automation }) =>
  ok(
    `${automation.serviceName} of ${stackOf(automation)}, account ${automation.account}, ${automation.region}.`,
  );

export const atlasReadable: Check = ({ projects, place }) => {
  const unreadable = projects.find((project) => errorOf(project) !== undefined);
  const error = unreadable === undefined ? undefined : errorOf(unreadable);
  if (unreadable === undefined || error === undefined)
    return ok(`${countOf(projects.length, 'project')} can be read.`);
  // What the endpoint belongs to can be read: other failures do not matter for it.
  if (place !== undefined)
    return note(`${nameOf(unreadable)} cannot be read: ${error.message}`, error.advice);
  return judge(error);
};

function nameOf(unreadable: ProjectServices): string {
  return 'error' in unreadable ? 'Another project' : `Data Federation in project ${unreadable.projectId}`;
}

/** Some errors are caused by this machine or are temporary, and say nothing about the automation. */
function judge(error: AtlasError): Finding {
  const { message, advice, code } = error;
  if (error.transient || code === 'SECRET_ACCESS_DENIED') return notChecked(`${message} ${advice}`);
  if (code === 'IP_ADDRESS_NOT_ON_ACCESS_LIST')
    return wrong(
      message,
      `${advice} The address is the one of this machine; the functions have their own, for which their log says the same where it is missing.`,
    );
  return wrong(message, advice);
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
