"""Schedules: what makes a computer run a command every day, as files of its scheduler.

All are pure: a `Job` in, files out. Who writes them and wakes the scheduler is a floor above.
"""
