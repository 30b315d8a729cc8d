"""How it goes: runs, status, timetable, uploads, notices and figures for monitoring."""
