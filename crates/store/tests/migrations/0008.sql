-- Made by a program that knew less.
insert into cycle (minor, first_day, last_day) values (28, '2023-04-12', '2023-08-15');
