import type { Missed, PickKind, RhythmKind, ScheduleState, StopReason } from "../model/schedule";
import type { Filled } from "./en";

const pickKinds: Record<PickKind, string> = {
  target: "One target",
  gateway: "A gateway",
  tag: "A tag",
  all: "All targets",
};

const rhythms: Record<RhythmKind, string> = {
  "5": "Every 5 minutes",
  "15": "Every 15 minutes",
  "60": "Every hour",
  daily: "Every day at …",
  weekdays: "Monday to Friday at …",
  cron: "As a cron expression says …",
};

const states: Record<ScheduleState, string> = { ON: "On", PAUSED: "Paused", STOPPED: "Stopped" };

const missedRules: Record<Missed, string> = {
  skip: "Left out",
  once: "Made up for by one round",
};

const stopReasons: Record<StopReason, string> = {
  left: "They have left the tenant.",
  deactivated: "They were deactivated.",
  role: "Their role does not allow it any more.",
  "token-revoked": "The API token it was made with was revoked.",
  "token-expired": "The API token it was made with has expired.",
};

const stoppedBy: Record<StopReason, (name: string) => string> = {
  left: (name) => `${name} has left the tenant`,
  deactivated: (name) => `${name} is deactivated`,
  role: (name) => `${name} has a role that may not start runs`,
  "token-revoked": (name) => `The token ${name} was revoked`,
  "token-expired": (name) => `The token ${name} has expired`,
};

export const schedulesEn = {
  title: "Schedules",
  lead: "Runs that start by themselves.",
  needed: "Operator or Admin",
  readOnly: (role: string) =>
    `You may look, not change: your role is ${role}, and changing schedules needs Operator or Admin.`,
  back: "All schedules",
  add: "Add a schedule",
  addLead: "Its runs start by your right: they are yours as if you had started them.",
  empty: "No schedules",
  emptyText: "A schedule troubleshoots targets again and again, so that history shows when a fault began.",
  list: "Schedules of the tenant",
  count: (n: number, more: boolean) =>
    more ? `${String(n)} schedules, and more` : n === 1 ? "1 schedule" : `${String(n)} schedules`,
  actions: "Actions",
  actionsOf: (name: string) => `Actions for ${name}`,
  targets: "Targets",
  when: "When",
  nextTime: "Next time",
  nextTimes: "Next times",
  nextTimesNote: (zone: string) => `In your time zone, ${zone}.`,
  noNext: "None",
  noNextOff: "None while it is not on.",
  lastTurn: "Last turn",
  noTurn: "Not yet",
  started: (n: number) => `${String(n)} started`,
  busy: (n: number) => `${String(n)} still busy`,
  refused: (n: number) => `${String(n)} refused`,
  skipped: (n: number) => (n === 1 ? "1 time left out" : `${n > 1000 ? "1000+" : String(n)} times left out`),
  skippedHint:
    "Times that passed without a round of their own: no server was up, or the turn before was late. They are noted in the audit.",
  nothing: "No target",
  busyHint: "Their run of an earlier turn was still open, so no other was started.",
  refusedHint:
    "Not started for another reason: the part of the queue that schedules may take was full, the target is gone, or it cannot be troubleshot. The next turn begins with those that found no place.",
  nothingHint: "Nothing was there to be troubleshot: no target matches any more.",
  state: "State",
  states,
  startsAs: "By the right of",
  startsAsHint: "Of whoever wrote, paused or resumed it last.",
  stoppedShort: (name: string) => `${name} may not start runs any more`,
  stoppedBy,
  stopReasons,
  stoppedNotice: (n: number, more: boolean) =>
    n === 1 && !more
      ? "A schedule has stopped: whoever made it may not start runs any more."
      : `${more ? "More than " : ""}${String(n)} schedules have stopped: whoever made them may not start runs any more.`,
  toStopped: "Look at them and resume what is needed",
  stoppedTitle: (name: string) => `Stopped: ${name} may not start runs any more`,
  stoppedText:
    "It starts runs by the right of whoever changed it last. Resume it, and it goes on by your right.",
  stoppedTextRead: "It goes on when an operator or admin resumes it, by their right.",
  pausedTitle: "Paused: no runs start",
  pausedText: (name: string) => `Last changed by ${name}. It goes on when an operator or admin resumes it.`,
  pickKinds,
  rhythms,
  gatewayPicked: (name: string) => `${name} and its connections`,
  tagPicked: (tag: string) => `Tag ${tag}`,
  allPicked: "All targets",
  plan: "What it does",
  timeZone: "Time zone",
  cron: "Cron expression",
  jitter: "Begins later by up to",
  jitterOf: (n: number) => (n === 0 ? "Not at all" : n === 1 ? "1 second" : `${String(n)} seconds`),
  missed: "Missed times",
  missedRules,
  active: "Tries to bring tunnels up",
  yes: "Yes",
  no: "No",
  addedAt: "Added",
  runs: "Runs of schedules",
  form: {
    title: "Change",
    note: "From then on its runs start by your right.",
    noteStopped: "It goes on when it is saved, by your right.",
    pick: "What is troubleshot",
    target: "Target",
    targetHint: "A gateway or a connection, by its name.",
    gateway: "Gateway",
    gatewayHint: "With all its connections, as they are each time.",
    tag: "Tag",
    tagHint: "A key, or key:value. Whatever carries it at that time.",
    allText:
      "Whatever can be troubleshot at that time, for as far as the queue has room; the next turn goes on there.",
    rhythm: "How often",
    at: "At",
    atHint: "In the time zone of the schedule.",
    atBad: "Choose a time of the day.",
    cronHint: "Minute, hour, day of the month, month, day of the week, like */15 8-18 * * 1-5",
    timeZoneHint: (zone: string) =>
      `The tenant's is ${zone}. As clocks are changed, a time that is skipped comes as they are put forward, and one that comes twice counts once.`,
    timeZoneUnknown: "Choose a time zone by its name, like Asia/Seoul.",
    jitter: "Begin later by up to (seconds)",
    jitterHint: "Another delay each turn, to spread the runs; never beyond the next time.",
    missed: "Times at which no server was up",
    missedHint: "What is late for another reason is not left out.",
    save: "Save",
    saveOver: "Save mine all the same",
    takeOver: "Discard mine",
    nowThere: (targets: string, when: string) =>
      `Now it says: ${targets}, ${when}. What you have typed is still here.`,
    failed: "The schedule was not saved",
    saved: (times: string) =>
      times === "" ? "Saved. It is not on: no runs start." : `Saved. The next times: ${times}.`,
    required: "This is needed.",
    wholeNumber: (least: number, most: number) => `A whole number from ${String(least)} to ${String(most)}.`,
    tooLong: (most: number) => `At most ${String(most)} characters.`,
  },
  deeds: {
    failed: "The schedule was not changed",
    keep: "Keep as is",
    edit: "Change",
    pause: "Pause",
    pauseTitle: (name: string) => `Pause the schedule of ${name}?`,
    pauseText: "No more runs start until somebody resumes it. Runs that are open go on.",
    paused: (name: string) => `The schedule of ${name} is paused.`,
    resume: "Resume",
    resumeTitle: (name: string) => `Resume the schedule of ${name}?`,
    resumeText: "Runs start again at its times, from now on by your right.",
    resumed: (name: string, time: string) =>
      time === ""
        ? `The schedule of ${name} is on again.`
        : `The schedule of ${name} is on again, next at ${time}.`,
    remove: "Remove",
    removeTitle: (name: string) => `Remove the schedule of ${name}?`,
    removeText: "It cannot be brought back. The runs that it started stay.",
    removed: (name: string) => `The schedule of ${name} is gone.`,
  },
  ofTarget: {
    title: "Schedules",
    none: "None: it is troubleshot when somebody starts it.",
    add: "Schedule",
    all: "All schedules",
  },
};

export type SchedulesMessages = Filled<typeof schedulesEn>;
