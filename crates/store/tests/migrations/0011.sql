update entry set author = 'Kim', time_zone = 'Europe/Berlin', posted = '2024-01-02', edited = '2024-01-03',
    reply_to = '2023-12-31'
where id = 'entry004';
