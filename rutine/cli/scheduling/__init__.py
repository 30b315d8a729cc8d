"""What runs by itself: the timetable, the Prefect server it is given to, and the processes."""
