"""Everything with a day by which somebody must act: page, workbook and iCalendar."""
