/** What the command line ends with; told in `--help`, so that scripts can rely on it. */
export const EXIT = {
  done: 0,
  /** What was looked at has faults: the deck, the site file, the registry, the settings, an EHR. */
  faults: 1,
  /** The command cannot be carried out as written: an unknown option, a file that cannot be read. */
  usage: 2,
  /** A defect of this program (EX_SOFTWARE of sysexits). */
  defect: 70,
} as const;

export const EXIT_HELP = `
Exit codes:
  0   done, nothing wrong
  1   what was looked at has faults (deck, site file, registry, settings, EHR); each is listed
  2   the command cannot be carried out as written (unknown option, unreadable file)
  70  a defect of this program: please report it
`;
