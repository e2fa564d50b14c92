package skep.deploy.backup;

/**
 * What a restore would do.
 *
 * @param over files of the target it would write over
 * @param there all files that are in the target
 * @param free bytes
 */
public record Preview(long files, long bytes, long over, long there, long free) {}
