/** Can the automation be found, and can its projects be read? */
import type { AtlasError } from '../../../lambda/domain/model/errors/atlas-error.js';
import type { ProjectServices } from '../../links/project-services.js';
import { stackOf } from '../../stack-name.js';
import { type Check, type Finding, notChecked, note, ok, wrong } from '../check.js';

export const automationFound: Check = ({ automation }) =>
  ok(
    `${automation.serviceName} of ${stackOf(automation)}, account ${automation.account}, ${automation.region}.`,
  );

type Unreadable = Extract<ProjectServices, { readonly error: AtlasError }>;

export const atlasReadable: Check = ({ projects, place }) => {
  const unreadable = projects.filter((project): project is Unreadable => 'error' in project);
  const [first] = unreadable;
  if (first === undefined) return ok(`${countOf(projects.length, 'project')} can be read.`);
  // The endpoint's own project can be read: failures of other projects do not matter for it.
  if (place !== undefined)
    return note(`Another project cannot be read: ${first.error.message}`, first.error.advice);
  return judge(first.error);
};

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
