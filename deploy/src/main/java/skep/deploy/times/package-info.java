/**
 * When something is due, whether it was missed, and whether its success is late: decided from
 * moments alone. A slot is one moment of a schedule, and is identified by that moment.
 *
 * <p>Must not know what is done at these moments, nor the time of day: every question brings it.
 * Below {@code deploy.estate}, which checks schedules as it reads them.
 */
package skep.deploy.times;
